/** What a check came to: fine, worth knowing, or in need of attention. */
export interface Finding {
  readonly about: string;
  readonly state: 'ok' | 'note' | 'bad';
  /** A sentence; where something is wrong, what to do about it. */
  readonly says: string;
}

export const ok = (about: string, says: string): Finding => ({ about, state: 'ok', says });
export const note = (about: string, says: string): Finding => ({ about, state: 'note', says });
export const bad = (about: string, says: string): Finding => ({ about, state: 'bad', says });
