import { useCommand, useUi } from '../ui/context';
import { HeaderButton } from '../ui/HeaderButton';
import { useWorkspace } from '../workspace/context';
import { copyLink } from './copy';

export function ShareButton() {
  const workspace = useWorkspace();
  const { notices } = useUi();
  const copy = () => void copyLink(workspace, notices);
  useCommand('copy-link', copy);
  return <HeaderButton label="Copy link" icon="link" onClick={copy} />;
}
