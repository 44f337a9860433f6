import { useEffect } from 'react';
import { onCommand } from '../shell/commands';
import { HeaderButton } from '../shell/HeaderButton';
import { copyLink } from './copy';

export function ShareButton() {
  useEffect(() => onCommand('copy-link', () => void copyLink()), []);
  return <HeaderButton label="Copy link" glyph="link" onClick={() => void copyLink()} />;
}
