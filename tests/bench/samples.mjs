// Numbers from many runs, made into one.

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);

export function median(numbers) {
  const all = sorted(numbers);
  const middle = all.length >> 1;
  return all.length % 2 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
}

/** What 95 of a hundred do not exceed. */
export function p95(numbers) {
  const all = sorted(numbers);
  return all[Math.min(all.length - 1, Math.floor(all.length * 0.95))];
}

/** Very many runs as ten, by the median of each tenth. */
function few(numbers) {
  if (numbers.length <= 20) return numbers;
  const tenth = Math.ceil(numbers.length / 10);
  return Array.from({ length: 10 }, (_, n) => numbers.slice(n * tenth, (n + 1) * tenth))
    .filter((part) => part.length > 0)
    .map(median);
}

/** The least and the greatest. */
export const spread = (numbers) => [Math.min(...few(numbers)), Math.max(...few(numbers))];

/** The least and the greatest of what runs of the same round make of each other. */
export function spreadOfRatio(above, below) {
  const [a, b] = [few(above), few(below)];
  const ratios = a.slice(0, b.length).map((number, n) => number / b[n]);
  return [Math.min(...ratios), Math.max(...ratios)];
}
