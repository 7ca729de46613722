import { override as anOverride, type OverrideKind, type TakeEmergencyOverride } from '#libs/domain';
import { type Context, Execute, type Receipt } from '#libs/event-store';
import type { EmergencyAsked } from './asking';
import type { Caller } from './duties';
import { refuseAtOnce, type RequestsParts } from './requests';
import { seatOf } from './seat-of';
import { readOverrides } from './told';
import { unitOf } from './quota/unit-of';

/** Taking overrides that cannot wait. */
export class Emergencies {
  constructor(private readonly parts: RequestsParts) {}

  /** Spends a unit of the quota, one over the limit where it must, and takes the override at once. @throws Refused */
  async take(asked: EmergencyAsked, caller: Caller, context: Context): Promise<Receipt> {
    const { store, grounds, org, quotas, execute } = this.parts;
    const { today } = await grounds.today();
    const wanted = { kind: 'EMERGENCY' as OverrideKind, tier: asked.tier, from: today, until: asked.until };
    const { profile, ...ground } = await grounds.about(asked, wanted);
    const seat = await seatOf(caller, today, org, profile.ownerSeat);
    const said = { ...asked, ...ground, takenBy: caller.person, seat };
    const command: TakeEmergencyOverride = { type: 'TakeEmergencyOverride', ...said };
    const told = await readOverrides(store, asked);
    if (!told.overrides.has(asked.overrideId)) {
      refuseAtOnce(command, told);
      const unit = unitOf(asked, ground, seat);
      await quotas.reserve({ ...unit, kind: 'emergency', lapsesOn: asked.until }, context);
    }
    return execute.execute(new Execute(anOverride, command, context));
  }
}
