import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { Actions } from './Actions';
import classes from './CrashGuard.module.css';

interface Props {
  children: ReactNode;
  /** What is still safe, and what may help. */
  advice: string;
  /** `again`: what it guards is shown again afterwards. */
  actions?: { label: string; again?: true; run(): void }[];
}

/** A fault of the page itself takes nothing else along. */
export class CrashGuard extends Component<Props, { error?: Error }> {
  override state: { error?: Error } = {};

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override render() {
    const { error } = this.state;
    const { children, advice, actions = [] } = this.props;
    if (!error) return children;
    const again = () => this.setState({ error: undefined });
    return (
      <section className={classes.crash} role="alert">
        <h2>The page failed to show this</h2>
        <p>{error.message}</p>
        <p>{advice}</p>
        <Actions>
          <Button onClick={again}>Show again</Button>
          {actions.map((action) => (
            <Button
              key={action.label}
              variant="default"
              onClick={() => {
                action.run();
                if (action.again) again();
              }}
            >
              {action.label}
            </Button>
          ))}
        </Actions>
      </section>
    );
  }
}
