import { aggregate, compositeId } from '#libs/kernel';
import { announce, type AnnounceOverrides } from './announcements/announcement';
import { approve, type ApproveOverride } from './approval';
import { type NoteBasis, noteBasis, reattest, type ReattestOverride } from './attestation';
import { ratify, type RatifyOverride, takeEmergency, type TakeEmergencyOverride } from './emergency';
import {
  reject,
  type RejectOverride,
  revoke,
  type RevokeOverride,
  withdraw,
  type WithdrawOverride,
} from './ending';
import { evolutions } from './evolve';
import { type OverrideEvent, overrideEvents } from './override.events';
import type { Overrides } from './override-life';
import { reconfirm, type ReconfirmOverride } from './reconfirmation';
import { request, type RequestOverride } from './request';
import { awaitReview, type AwaitReview, noteReview, type NoteReview } from './reviewing';

export type {
  AnnounceOverrides,
  ApproveOverride,
  AwaitReview,
  NoteBasis,
  NoteReview,
  RatifyOverride,
  ReattestOverride,
  ReconfirmOverride,
  RejectOverride,
  RequestOverride,
  RevokeOverride,
  TakeEmergencyOverride,
  WithdrawOverride,
};

export type OverrideCommand =
  | RequestOverride
  | ApproveOverride
  | RejectOverride
  | WithdrawOverride
  | ReconfirmOverride
  | RevokeOverride
  | NoteBasis
  | ReattestOverride
  | TakeEmergencyOverride
  | RatifyOverride
  | AwaitReview
  | NoteReview
  | AnnounceOverrides;

// ── The aggregate ───────────────────────────────────────────────────────────
/**
 * All overrides of one timeline: in one stream, so that two which are right each by itself and not together can never
 * both be approved.
 */
export const override = aggregate<Overrides, OverrideCommand, OverrideEvent>({
  category: 'override',
  idOf: ({ scheme, view, externalId }) => compositeId(scheme, view, externalId),
  events: overrideEvents,
  initialState: () => new Map(),
  decide: {
    RequestOverride: request,
    ApproveOverride: approve,
    RejectOverride: reject,
    WithdrawOverride: withdraw,
    ReconfirmOverride: reconfirm,
    RevokeOverride: revoke,
    NoteBasis: noteBasis,
    ReattestOverride: reattest,
    TakeEmergencyOverride: takeEmergency,
    RatifyOverride: ratify,
    AwaitReview: awaitReview,
    NoteReview: noteReview,
    AnnounceOverrides: announce,
  },
  evolve: evolutions,
});
