import { HeaderButton } from '../ui/HeaderButton';
import { useWorkspace } from '../workspace/context';

export function StartOver() {
  const { replacing } = useWorkspace();
  const blank = { format: 'yaml', text: '' } as const;
  return (
    <HeaderButton
      label="Start over"
      icon="reset"
      onClick={() => replacing.replace(blank, 'A blank page', [])}
    />
  );
}
