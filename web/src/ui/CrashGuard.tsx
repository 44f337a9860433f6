import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { desiredStore, undo } from '../engine/desired';
import classes from '../playground/Shell.module.css';
import { download } from './clipboard';

interface State {
  error?: Error;
}

/** A fault of the page itself must not take the text along. */
export class CrashGuard extends Component<{ children: ReactNode }, State> {
  override state: State = {};

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <section className={classes.crash} role="alert">
        <h2>The page failed to show this</h2>
        <p>{error.message}</p>
        <p>
          Your roles are kept. Show the page again; if it fails again, undo the last change or save the roles.
        </p>
        <Button.Group>
          <Button onClick={() => this.setState({ error: undefined })}>Show again</Button>
          <Button
            variant="default"
            onClick={() => {
              undo();
              this.setState({ error: undefined });
            }}
          >
            Undo and show again
          </Button>
          <Button variant="default" onClick={saveRoles}>
            Save the roles
          </Button>
        </Button.Group>
      </section>
    );
  }
}

function saveRoles(): void {
  const { format, text } = desiredStore.get().history.now;
  download(format === 'yaml' ? 'plan.yaml' : 'roles.csv', text, 'text/plain');
}
