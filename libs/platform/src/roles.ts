/** What a token may say its bearer is. */
export const roles = [
  'sales-leader',
  'revops',
  'finance',
  'cs-lead',
  'committee',
  'auditor',
  'policy-author',
  'break-glass',
  'service',
  'admin',
] as const;
export type Role = (typeof roles)[number];
