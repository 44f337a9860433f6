import type { ComponentType } from 'react';
import { CatalogPanel } from '../catalog/CatalogPanel';
import { DesiredPanel } from '../desired/DesiredPanel';
import { lazyPart } from '../ui/lazyPart';
import { Skeleton } from '../ui/Skeleton';
import { PANEL_LABELS, type Panel } from './layout';
import { PlanPanel } from './PlanPanel';
import { Welcome } from './Welcome';

function part(panel: Panel, load: () => Promise<{ default: ComponentType }>): ComponentType {
  const label = PANEL_LABELS[panel];
  return lazyPart<object>(label, load, () => <Skeleton rows={6} what={label} />);
}

/** What is seen first comes with the page; the rest when it is asked for. */
export const CONTENTS: Record<Panel, ComponentType> = {
  desired: () => <DesiredPanel welcome={<Welcome />} />,
  catalog: CatalogPanel,
  plan: PlanPanel,
  whatif: part('whatif', () => import('../whatif/WhatIfPanel')),
  graph: part('graph', () => import('../graph/GraphPanel')),
};
