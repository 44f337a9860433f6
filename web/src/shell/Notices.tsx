import { Button, CloseButton } from '@mantine/core';
import { Icon } from '../plan/Icon';
import { dismiss, noticeStore } from '../state/notices';
import { useStore } from '../state/store';
import classes from './Shell.module.css';

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
