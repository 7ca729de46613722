/**
 * What the server remembers of ids written lately: all that 'any' and 'stream_exists' have for idempotency.
 * Bounded, and lost at a restart, so an appender that leans on it will one day write twice.
 */
export class RecentIds {
  private readonly revisions = new Map<string, { stream: string; revision: bigint }>();

  constructor(private readonly capacity = 10_000) {}

  remember(id: string, stream: string, revision: bigint): void {
    this.revisions.delete(id);
    this.revisions.set(id, { stream, revision });
    const [oldest] = this.revisions.keys();
    if (this.revisions.size > this.capacity && oldest !== undefined) this.revisions.delete(oldest);
  }

  revisionOf(id: string, stream: string): bigint | undefined {
    const known = this.revisions.get(id);
    return known?.stream === stream ? known.revision : undefined;
  }

  forget(): void {
    this.revisions.clear();
  }
}
