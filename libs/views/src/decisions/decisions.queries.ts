import type { Pool } from 'pg';
import type { Position } from '#libs/event-store';
import type { Assessment, Cause, RetroKind } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';

/** One timeline: the tier history of an account in a scheme. */
export interface TimelineKey {
  readonly scheme: string;
  readonly view: string;
  readonly externalId: string;
}

/** An assessment with what led to it. */
export interface Decision extends TimelineKey {
  /** The event's id; in a restatement the event's id and the day. */
  readonly decisionId: string;
  readonly assessment: Assessment;
  readonly cause: Cause;
  readonly retroKind: RetroKind | null;
  readonly recordedAt: Instant;
  readonly known: { readonly fromPosition: string; readonly untilPosition: string | null };
}

/** Every assessment with its inputs, by the day it is for and by the position at which it was believed. */
export class Decisions {
  constructor(private readonly pool: Pool) {}

  get(_decisionId: string): Promise<Decision | null> {
    void this.pool;
    throw new Error('not yet');
  }

  /** The last decision at or before a day, as known at a position; null when there was none. */
  inForce(_timeline: TimelineKey, _asOf: Day, _at: Position): Promise<Decision | null> {
    throw new Error('not yet');
  }

  /** The decisions known at a position, the latest day first. */
  page(
    _timeline: TimelineKey,
    _at: Position,
    _page: { readonly limit: number; readonly before?: Day },
  ): Promise<{ items: Decision[]; next: Day | null }> {
    throw new Error('not yet');
  }
}
