import type { MigrationInterface } from 'typeorm';
import { Ledger1767225600001 } from './0001-ledger';
import { Views1767225600002 } from './0002-views';
import { Ops1767225600003 } from './0003-ops';
import { Treatments1767225600004 } from './0004-treatments';
import { PolicyKinds1767225600005 } from './0005-policy-kinds';
import { ServiceLines1767225600006 } from './0006-service-lines';
import { Hierarchy1767225600007 } from './0007-hierarchy';
import { Simulations1767225600008 } from './0008-simulations';
import { Decisions1767225600009 } from './0009-decisions';
import { Inputs1767225600010 } from './0010-inputs';
import { Overrides1767225600011 } from './0011-overrides';
import { Evidence1767225600012 } from './0012-evidence';
import { Access1767225600014 } from './0014-access';
import { Announcements1767225600013 } from './0013-announcements';
import { Reviews1767225600015 } from './0015-reviews';
import { OverrideDesk1767225600017 } from './0017-override-desk';
import { GovernanceDays1767225600018 } from './0018-governance-days';
import { OverrideReviews1767225600019 } from './0019-override-reviews';
import { KeptPacks1767225600020 } from './0020-kept-packs';
import { NightlyWork1767225600021 } from './0021-nightly-work';

/** Every migration in the order of its number; a new one is a line at the end, and none is ever changed. */
export const migrations: (new () => MigrationInterface)[] = [
  Ledger1767225600001,
  Views1767225600002,
  Ops1767225600003,
  Treatments1767225600004,
  PolicyKinds1767225600005,
  ServiceLines1767225600006,
  Hierarchy1767225600007,
  Simulations1767225600008,
  Decisions1767225600009,
  Inputs1767225600010,
  Overrides1767225600011,
  Evidence1767225600012,
  Access1767225600014,
  Announcements1767225600013,
  Reviews1767225600015,
  OverrideDesk1767225600017,
  GovernanceDays1767225600018,
  OverrideReviews1767225600019,
  KeptPacks1767225600020,
  NightlyWork1767225600021,
];
