import type { Cast } from '../cast';
import type { Quarter } from '../superstore';
import { type Demoted, demotedIn } from './demoted';
import { OverrideStory } from './override-story';
import type { Step } from './step';

/** An override from the first look at it to its end, and to that of its renewal. */
export interface OverrideLife {
  readonly customer: Demoted;
  readonly steps: readonly Step[];
}

/** Plays it at the API, as the people would: each line is a request and its answer, or what time did. */
export const playOverrideLife = async (cast: Cast, lastQuarter: Quarter): Promise<OverrideLife> => {
  const [customer, ...others] = await demotedIn(cast.ana, lastQuarter);
  const story = new OverrideStory(cast, customer!);
  await story.isAskedFor(others);
  await story.isApproved();
  await story.stands();
  await story.isRenewed();
  await story.ends();
  return { customer: customer!, steps: story.steps };
};
