import { Injectable } from '@nestjs/common';
import { type Rubric, rubric as aRubric, type RubricEvent, type RubricVersion } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { canonicalJson } from '#libs/kernel';
import { notFound } from '../http/problem';

/** Rubrics as their own streams tell them at this moment. */
@Injectable()
export class RubricBook {
  constructor(private readonly store: EventStore) {}

  /** A version, or the last one. @throws Problem 404 where there is none */
  async version(code: string, asked?: number): Promise<RubricVersion & { readonly version: number }> {
    const versions = await this.read(code);
    const version = asked ?? versions.length;
    const found = versions[version - 1];
    if (found) return { ...found, version };
    throw notFound(
      versions.length === 0
        ? `There is no rubric ${code}: PUT /v1/rubrics/${code} writes it.`
        : `Rubric ${code} has no version ${version}: its last one is ${versions.length}.`,
    );
  }

  /** The last version that reads so. */
  async versionOf(code: string, said: RubricVersion): Promise<number> {
    const text = canonicalJson(said);
    return (await this.read(code)).findLastIndex((version) => canonicalJson(version) === text) + 1;
  }

  private async read(code: string): Promise<Rubric> {
    let versions = aRubric.initialState();
    // A rubric's stream holds the rubric aggregate's events alone.
    for await (const { event } of this.store.read(`${aRubric.category}-${code}`))
      versions = aRubric.evolve(versions, event as RubricEvent);
    return versions;
  }
}
