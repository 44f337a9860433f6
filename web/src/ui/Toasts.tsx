import { Button, CloseButton } from '@mantine/core';
import { useStore } from '../base/store';
import classes from '../playground/Shell.module.css';
import { Icon } from './Icon';
import { dismiss, noticeStore } from './notices';

export function Notices() {
  const notices = useStore(noticeStore, (now) => now);
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
              {action && (
                <Button
                  mt={6}
                  size="compact-xs"
                  variant="default"
                  onClick={() => {
                    dismiss(id);
                    action.run();
                  }}
                >
                  {action.label}
                </Button>
              )}
            </div>
            <CloseButton
              size="sm"
              aria-label="Dismiss"
              onClick={() => {
                dismiss(id);
                onClose?.();
              }}
            />
          </div>
        ))}
      </div>
    </section>
  );
}
