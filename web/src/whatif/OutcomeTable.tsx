import { number } from '../ui/format';
import { ScrollBox } from '../ui/ScrollBox';
import type { Outcome } from './compare';
import classes from './WhatIf.module.css';

const SHOWN = 200;

/** What the role holds after each plan. */
export function OutcomeTable({ outcomes }: { outcomes: Outcome[] }) {
  return (
    <section aria-label="What the role holds afterwards">
      <h3>What the role holds afterwards</h3>
      <ScrollBox className={classes.scroll} label="Holdings that differ">
        <table className={classes.roles}>
          <thead>
            <tr>
              <th scope="col">Scope</th>
              <th scope="col">Privilege</th>
              <th scope="col">A</th>
              <th scope="col">B</th>
            </tr>
          </thead>
          <tbody>
            {outcomes.slice(0, SHOWN).map(({ scope, privilege, a, b }) => (
              <tr key={`${scope} ${privilege}`}>
                <th scope="row">{scope}</th>
                <td>{privilege}</td>
                <td>{a}</td>
                <td>{b}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {outcomes.length > SHOWN && <p className={classes.hint}>and {number(outcomes.length - SHOWN)} more</p>}
    </section>
  );
}
