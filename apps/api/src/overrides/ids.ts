import { DelegationId, OverrideId } from '#libs/domain';
import { matching } from '../http/lines';
import { field, type FieldOptions } from '../http/shape';

const isUuidOf = (kind: typeof OverrideId | typeof DelegationId, options?: FieldOptions) =>
  field(
    { type: 'string', format: 'uuid' },
    (value) => (kind.safeParse(value).success ? undefined : 'This is a UUID, as it was answered.'),
    options,
  );

export const IsOverrideId = (options?: FieldOptions) => isUuidOf(OverrideId, options);
export const IsDelegationId = (options?: FieldOptions) => isUuidOf(DelegationId, options);

/** The SHA-256 of a file: 64 lower-case digits. */
export const IsSha256 = (options?: FieldOptions) =>
  field(
    { type: 'string', pattern: '^[0-9a-f]{64}$' },
    matching(/^[0-9a-f]{64}$/, 'A SHA-256 is 64 digits of 0-9 and a-f.'),
    options,
  );
