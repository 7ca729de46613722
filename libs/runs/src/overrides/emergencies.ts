import type { OverrideKind, TakeEmergencyOverride } from '#libs/domain';
import type { Context, Receipt } from '#libs/event-store';
import type { EmergencyAsked } from './asking';
import type { Caller } from './duties';
import { handIn, refuseAtOnce, type RequestsParts } from './requests';
import { seatOf } from './seat-of';
import { readOverrides } from './told';
import { unitOf } from './quota/unit-of';

/** Taking overrides that cannot wait. */
export class Emergencies {
  constructor(private readonly parts: RequestsParts) {}

  /** Takes the override at once, and spends a unit of the quota, one over the limit where it must. @throws Refused */
  async take(asked: EmergencyAsked, caller: Caller, context: Context): Promise<Receipt> {
    const { store, grounds, org, quotas, execute } = this.parts;
    const { today } = await grounds.today();
    const wanted = { kind: 'EMERGENCY' as OverrideKind, tier: asked.tier, from: today, until: asked.until };
    const { profile, ...ground } = await grounds.about(asked, wanted);
    const seat = await seatOf(caller, today, org, profile.ownerSeat);
    const said = { ...asked, ...ground, takenBy: caller.person, seat };
    const command: TakeEmergencyOverride = { type: 'TakeEmergencyOverride', ...said };
    const told = await readOverrides(store, asked);
    const before = told.beginnings.get(asked.overrideId);
    const unit = { ...unitOf(asked, ground, seat), kind: 'emergency' as const, lapsesOn: asked.until };
    if (!before) {
      refuseAtOnce(command, told);
      await quotas.reserve(unit, context);
    }
    const receipt = await handIn(command, unit, { execute, quotas }, context);
    await quotas.spend(before ?? unit, asked.overrideId, today, context);
    return receipt;
  }
}
