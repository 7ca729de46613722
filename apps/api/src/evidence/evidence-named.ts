import type { Evidence } from '#libs/domain';
import { IsLine } from '../http/fields';
import { matching } from '../http/lines';
import { field, type FieldOptions } from '../http/shape';

const sha256 = /^[0-9a-f]{64}$/;

/** The SHA-256 of a file: 64 lower-case digits. */
export const IsSha256 = (options?: FieldOptions) =>
  field(
    { type: 'string', pattern: sha256.source },
    matching(sha256, 'A SHA-256 is 64 hexadecimal digits in lower case.'),
    options,
  );

/** A file, by the SHA-256 of its bytes. */
export class EvidenceNamed implements Evidence {
  @IsSha256() sha256!: string;
  @IsLine(256, { description: 'What the file is called; it is text, and never a path.' }) name!: string;
}
