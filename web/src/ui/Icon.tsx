// By their files: the package's index would have all six thousand read at each build.
import alert from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import arrowBack from '@tabler/icons-react/dist/esm/icons/IconArrowBackUp.mjs';
import arrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs';
import arrowForward from '@tabler/icons-react/dist/esm/icons/IconArrowForwardUp.mjs';
import arrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs';
import check from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import chevronLeft from '@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs';
import circleDashed from '@tabler/icons-react/dist/esm/icons/IconCircleDashed.mjs';
import clock from '@tabler/icons-react/dist/esm/icons/IconClock.mjs';
import copy from '@tabler/icons-react/dist/esm/icons/IconCopy.mjs';
import copyPlus from '@tabler/icons-react/dist/esm/icons/IconCopyPlus.mjs';
import database from '@tabler/icons-react/dist/esm/icons/IconDatabase.mjs';
import dots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import download from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs';
import folderOpen from '@tabler/icons-react/dist/esm/icons/IconFolderOpen.mjs';
import help from '@tabler/icons-react/dist/esm/icons/IconHelp.mjs';
import history from '@tabler/icons-react/dist/esm/icons/IconHistory.mjs';
import infoCircle from '@tabler/icons-react/dist/esm/icons/IconInfoCircle.mjs';
import key from '@tabler/icons-react/dist/esm/icons/IconKey.mjs';
import link from '@tabler/icons-react/dist/esm/icons/IconLink.mjs';
import inbox from '@tabler/icons-react/dist/esm/icons/IconListCheck.mjs';
import minus from '@tabler/icons-react/dist/esm/icons/IconMinus.mjs';
import moon from '@tabler/icons-react/dist/esm/icons/IconMoon.mjs';
import plug from '@tabler/icons-react/dist/esm/icons/IconPlug.mjs';
import plus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import restore from '@tabler/icons-react/dist/esm/icons/IconRestore.mjs';
import search from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import sun from '@tabler/icons-react/dist/esm/icons/IconSun.mjs';
import trash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs';
import triangle from '@tabler/icons-react/dist/esm/icons/IconTriangle.mjs';
import users from '@tabler/icons-react/dist/esm/icons/IconUsers.mjs';
import x from '@tabler/icons-react/dist/esm/icons/IconX.mjs';

/** The one set, by what a picture says here. */
const ICONS = {
  check,
  cross: x,
  delta: triangle,
  clock,
  empty: circleDashed,
  plus,
  minus,
  key,
  warning: alert,
  info: infoCircle,
  copy,
  download,
  undo: arrowBack,
  redo: arrowForward,
  up: arrowUp,
  down: arrowDown,
  link,
  sun,
  moon,
  reset: restore,
  help,
  history,
  database,
  plug,
  jobs: inbox,
  people: users,
  search,
  trash,
  duplicate: copyPlus,
  more: dots,
  open: folderOpen,
  back: chevronLeft,
};

export type IconName = keyof typeof ICONS;

/** Decoration: a word always stands beside it, or it is in the control's label. */
export function Icon({ name }: { name: IconName }) {
  const Shape = ICONS[name];
  return (
    <Shape aria-hidden="true" size="1.15em" stroke={1.75} style={{ flex: 'none', verticalAlign: '-0.2em' }} />
  );
}
