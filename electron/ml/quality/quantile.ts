/** Linear between the two nearest values (Hyndman and Fan 1996, definition 7). */
export function quantile(ascending: Float64Array, share: number): number {
  const at = share * (ascending.length - 1);
  const [low, high] = [Math.floor(at), Math.ceil(at)];
  const [below, above] = [ascending[low] as number, ascending[high] as number];
  return below + (at - low) * (above - below);
}
