import { DelegationId, OverrideId } from '#libs/domain';
import { field, type FieldOptions } from '../http/shape';

const isUuidOf = (kind: typeof OverrideId | typeof DelegationId, options?: FieldOptions) =>
  field(
    { type: 'string', format: 'uuid' },
    (value) => (kind.safeParse(value).success ? undefined : 'This is a UUID, as it was answered.'),
    options,
  );

export const IsOverrideId = (options?: FieldOptions) => isUuidOf(OverrideId, options);
export const IsDelegationId = (options?: FieldOptions) => isUuidOf(DelegationId, options);
