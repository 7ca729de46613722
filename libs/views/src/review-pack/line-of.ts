/** The service line that a view is about; null for the account itself. */
export const lineOf = (view: string): string | null =>
  view.startsWith('SERVICE_LINE:') ? view.slice('SERVICE_LINE:'.length) : null;
