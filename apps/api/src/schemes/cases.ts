import { IsAny, IsCode, IsLine, IsListOf, IsWhole } from '../http/fields';
import { many } from './simulation';

class CaseRun {
  @IsLine(256) name!: string;
  @IsCode() expected!: string;
  @IsCode({ description: 'A tier, `HELD` or `OUT_OF_PROGRAMME`.' }) outcome!: string;
  @IsAny({ type: 'boolean' }) passed!: boolean;
  @IsAny({ type: 'array', items: { type: 'string' } }) reasons!: readonly string[];
}

class RuleCovered {
  @IsAny({ type: 'string', description: 'A JSON Pointer into the document.' }) pointer!: string;
  @IsAny({ type: 'string' }) says!: string;
  @IsWhole(0, many) matched!: number;
  @IsWhole(0, many) notMatched!: number;
  @IsWhole(0, many, { description: 'An input had no value, or an earlier rule had decided.' })
  notEvaluated!: number;
}

export class CasesRan {
  @IsWhole(0, many) passed!: number;
  @IsWhole(0, many) failed!: number;
  @IsListOf(() => CaseRun) items!: readonly CaseRun[];
  @IsListOf(() => RuleCovered) rules!: readonly RuleCovered[];
  @IsAny({
    type: 'array',
    items: { type: 'string' },
    description: 'Pointers of the rules that no case matches.',
  })
  uncovered!: readonly string[];
}
