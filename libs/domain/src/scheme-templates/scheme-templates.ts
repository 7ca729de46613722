import { abm } from './abm';
import { abmPercentile } from './abm-percentile';
import { contractValue } from './contract-value';
import { csHealth } from './cs-health';
import { csSegment } from './cs-segment';
import { customer } from './customer';
import { mspQuadrant } from './msp-quadrant';
import { outsourcerTcv } from './outsourcer-tcv';
import { revenueBands } from './revenue-bands';
import type { SchemeTemplate } from './scheme-template';

/** Schemes to begin with, each followed by its variants. */
export const schemeTemplates: readonly SchemeTemplate[] = [
  contractValue,
  outsourcerTcv,
  revenueBands,
  abm,
  abmPercentile,
  customer,
  mspQuadrant,
  csSegment,
  csHealth,
];
