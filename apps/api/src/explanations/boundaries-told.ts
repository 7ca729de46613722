import { IsCode, IsFlag, IsLine, IsListOf, IsMoney, IsOneOf } from '../http/fields';

export class BoundaryTold {
  @IsLine(256) pointer!: string;
  @IsCode({ nullable: true }) tier!: string | null;
  @IsLine(256) subject!: string;
  @IsMoney({ nullable: true }) value!: string | null;
  @IsMoney({ description: 'The least value that reaches it.' }) enter!: string;
  @IsMoney({ description: 'The least value that keeps what is over it.' }) exit!: string;
  @IsMoney({ nullable: true }) toEnter!: string | null;
  @IsMoney({ nullable: true }) toExit!: string | null;
}

class Need {
  @IsLine(256) subject!: string;
  @IsMoney({ nullable: true }) value!: string | null;
  @IsMoney() atLeast!: string;
  @IsMoney({ nullable: true, description: 'To stay: what may be lost. To rise: what is missing.' })
  distance!: string | null;
}

class GateNeed {
  @IsLine(256) pointer!: string;
  @IsLine(2000) says!: string;
  @IsLine(256) subject!: string;
  @IsMoney({ nullable: true }) value!: string | null;
  @IsMoney({ nullable: true, description: 'The value has to be on it or over it.' }) atLeast!: string | null;
  @IsMoney({ nullable: true, description: 'The value has to be under it.' }) below!: string | null;
  @IsFlag({ description: 'Without a value: whether the policy lets the account by.' }) met!: boolean;
}

export class Needs {
  @IsCode() tier!: string;
  @IsOneOf(['any', 'all'], { description: 'Whether one of the needs is enough.' }) combine!: 'any' | 'all';
  @IsListOf(() => Need) needs!: readonly Need[];
  @IsListOf(() => GateNeed, { description: 'Gates that hold the account back unless they are met.' })
  gates!: readonly GateNeed[];
  @IsListOf(() => GateNeed, {
    description: 'Gates that lift it there, whatever the needs say, where they are met.',
  })
  lifts!: readonly GateNeed[];
}
