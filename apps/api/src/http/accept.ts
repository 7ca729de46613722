/** The types that a caller takes, the dearest first and otherwise as they stand; what has no weight is not taken. */
export const typesTaken = (accept: string): string[] =>
  accept
    .split(',')
    .map((said) => said.split(';').map((part) => part.trim().toLowerCase()))
    .map(([type = '', ...parameters]) => ({ type, weight: weightIn(parameters) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ type }) => type);

const weightIn = (parameters: readonly string[]): number => {
  const said = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = said === undefined ? 1 : Number(said.slice(2));
  return weight >= 0 && weight <= 1 ? weight : 1;
};
