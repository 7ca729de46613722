/** A computation with pauses: at each of them, whoever runs it may see to something else first. */
export type Pausing<Result> = Generator<undefined, Result, undefined>;

/** Runs one to its end without a pause. */
export const atOnce = <Result>(pausing: Pausing<Result>): Result => {
  for (;;) {
    const { done, value } = pausing.next();
    if (done) return value;
  }
};

/** So many things are seen between two pauses: some milliseconds, whatever is done with each. */
const betweenPauses = 200;

/** Sees each of many things. */
export function* pausingEach<Item>(items: Iterable<Item>, see: (item: Item) => void): Pausing<void> {
  let seen = 0;
  for (const item of items) {
    see(item);
    seen += 1;
    if (seen % betweenPauses === 0) yield;
  }
}

/** What is made of each of many things. */
export function* pausingMap<Item, Made>(items: Iterable<Item>, make: (item: Item) => Made): Pausing<Made[]> {
  const made: Made[] = [];
  yield* pausingEach(items, (item) => made.push(make(item)));
  return made;
}

/** All that is made of many things. */
export function* pausingFlatMap<Item, Made>(
  items: Iterable<Item>,
  make: (item: Item) => readonly Made[],
): Pausing<Made[]> {
  const made: Made[] = [];
  yield* pausingEach(items, (item) => made.push(...make(item)));
  return made;
}
