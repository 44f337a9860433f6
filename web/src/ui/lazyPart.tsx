import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { again } from './again';
import { Failure } from './Failure';

type Load<P> = () => Promise<{ default: ComponentType<P> }>;

/**
 * A part of the page that is loaded when it is first shown. Unlike `lazy`, one that could not be loaded is
 * asked for again: by a person, and when the network is back. `what` begins the sentence that says so.
 */
export function lazyPart<P extends object>(
  what: string,
  load: Load<P>,
  waiting: (props: P) => ReactNode,
): ComponentType<P> {
  let known: ComponentType<P> | undefined;

  return function Part(props: P) {
    const [Loaded, setLoaded] = useState(() => known);
    const [failed, setFailed] = useState(false);
    const [tries, setTries] = useState(0);

    useEffect(() => {
      if (Loaded) return;
      let wanted = true;
      setFailed(false);
      again(load, tries).then(
        (module) => {
          known = module.default;
          if (wanted) setLoaded(() => module.default);
        },
        () => wanted && setFailed(true),
      );
      return () => {
        wanted = false;
      };
    }, [Loaded, tries]);

    useEffect(() => {
      if (!failed) return;
      const retry = () => setTries((now) => now + 1);
      addEventListener('online', retry);
      return () => removeEventListener('online', retry);
    }, [failed]);

    if (Loaded) return <Loaded {...props} />;
    if (!failed) return waiting(props);
    return (
      <>
        <Failure
          title={`${what} could not be loaded`}
          actions={[
            { label: 'Try again', run: () => setTries((now) => now + 1) },
            { label: 'Reload the page', run: () => location.reload() },
          ]}
        >
          It is a file beside the page. Check the connection and try again; everything you wrote is kept.
        </Failure>
        {waiting(props)}
      </>
    );
  };
}
