import classes from './Graph.module.css';
import type { LineChange } from './shape';
import { CHANGE } from './words';

export function Legend() {
  return (
    <ul className={classes.legend} aria-label="Legend">
      {(Object.keys(CHANGE) as LineChange[]).map((change) => {
        const { color, dash, sign, word } = CHANGE[change];
        return (
          <li key={change} style={{ color }}>
            <svg aria-hidden="true" width="28" height="8" viewBox="0 0 28 8">
              <path d="M0 4h28" stroke="currentColor" strokeWidth="2" strokeDasharray={dash} />
            </svg>
            {sign}
            {word}
          </li>
        );
      })}
    </ul>
  );
}
