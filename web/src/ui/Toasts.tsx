import { Button, CloseButton } from '@mantine/core';
import { useUi } from './context';
import { Icon } from './Icon';
import classes from './Toasts.module.css';
import { useStore } from './useStore';

/** What the page has to say, the latest in view. */
export function Toasts() {
  const { notices: all } = useUi();
  const notices = useStore(all, (now) => now);
  return (
    <section className={classes.notices} aria-label="Notices" aria-live="polite">
      <div>
        {notices.map(({ id, tone, title, text, onClose, action }) => (
          <div
            key={id}
            className={classes.notice}
            data-tone={tone}
            role={tone === 'error' ? 'alert' : undefined}
          >
            <Icon name={tone === 'info' ? 'info' : 'warning'} />
            <div>
              <strong>{title}</strong>
              {text && <p>{text}</p>}
            </div>
            {action && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => {
                  all.dismiss(id);
                  action.run();
                }}
              >
                {action.label}
              </Button>
            )}
            <CloseButton
              size="sm"
              aria-label="Dismiss"
              onClick={() => {
                all.dismiss(id);
                onClose?.();
              }}
            />
          </div>
        ))}
      </div>
    </section>
  );
}
