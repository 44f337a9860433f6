import { type ComponentType, lazy } from 'react';
import CatalogPanel from '../catalog/CatalogPanel';
import DesiredPanel from '../desired/DesiredPanel';
import type { Panel } from './layout';
import PlanPanel from './PlanPanel';

/** What is seen first comes with the page; the rest when it is asked for. */
export const PANELS: Record<Panel, ComponentType> = {
  desired: DesiredPanel,
  catalog: CatalogPanel,
  plan: PlanPanel,
  whatif: lazy(() => import('../whatif/WhatIfPanel')),
  graph: lazy(() => import('../graph/GraphPanel')),
};
