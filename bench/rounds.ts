/** Median, least and most of some figures. */
export interface Spread {
  median: number;
  least: number;
  most: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, least: sorted[0]!, most: sorted.at(-1)! };
}

/**
 * Measures several contenders in alternating rounds, so that a machine that grows slower or warmer treats all alike.
 *
 * @returns for each contender its figure in every round
 */
export async function alternate<Name extends string, Figure>(
  rounds: number,
  contenders: Record<Name, () => Promise<Figure>>,
  onRound: (round: number) => void = () => undefined,
): Promise<Record<Name, Figure[]>> {
  const names = Object.keys(contenders) as Name[];
  const figures = Object.fromEntries(names.map((name) => [name, [] as Figure[]])) as Record<Name, Figure[]>;
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of names) figures[name].push(await contenders[name]());
    onRound(round);
  }
  return figures;
}
