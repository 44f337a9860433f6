import { type ComponentType, lazy } from 'react';
import { CatalogPanel } from '../catalog/CatalogPanel';
import { DesiredPanel } from '../desired/DesiredPanel';
import type { Panel } from './layout';
import { PlanPanel } from './PlanPanel';
import { Welcome } from './Welcome';

/** What is seen first comes with the page; the rest when it is asked for. */
export const CONTENTS: Record<Panel, ComponentType> = {
  desired: () => <DesiredPanel welcome={<Welcome />} />,
  catalog: CatalogPanel,
  plan: PlanPanel,
  whatif: lazy(() => import('../whatif/WhatIfPanel')),
  graph: lazy(() => import('../graph/GraphPanel')),
};
