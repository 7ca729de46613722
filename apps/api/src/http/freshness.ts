import { Injectable } from '@nestjs/common';
import type { Position } from '#libs/event-store';
import { Progress, StaleRead } from '#libs/views';

/** A question that names no position waits for what was just acknowledged, for so much of the time of one that does: two seconds. */
const share = 0.4;

/**
 * Whoever asks after an acknowledgement of this server sees what was acknowledged, also without `minPosition`:
 * a question waits a moment for it. If the views do not come that far, it is answered with what they have.
 */
@Injectable()
export class Freshness {
  private acknowledged: Position = 0n;
  private readonly seen = new Map<string, Position>();

  constructor(private readonly progress: Progress) {}

  acknowledge(position: Position): void {
    if (position > this.acknowledged) this.acknowledged = position;
  }

  async of(views: readonly string[]): Promise<void> {
    await Promise.all(views.map((view) => this.see(view, this.acknowledged)));
  }

  private async see(view: string, position: Position): Promise<void> {
    if (position <= (this.seen.get(view) ?? 0n)) return;
    try {
      await this.progress.settle(view, position, share * this.progress.patienceMs);
    } catch (error) {
      if (!(error instanceof StaleRead)) throw error;
    }
    // A view that stands still is waited for once, not by every question.
    this.seen.set(view, position);
  }
}
