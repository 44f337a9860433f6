import { useEffect } from 'react';
import { onCommand } from '../ui/commands';
import { HeaderButton } from '../ui/HeaderButton';
import { copyLink } from './copy';

export function ShareButton() {
  useEffect(() => onCommand('copy-link', () => void copyLink()), []);
  return <HeaderButton label="Copy link" glyph="link" onClick={() => void copyLink()} />;
}
