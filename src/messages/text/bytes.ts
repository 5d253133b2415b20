const steps = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** "1 byte", "812 bytes", "1.2 MB". */
export function bytesText(bytes: number): string {
  if (bytes === 1) return '1 byte';
  let value = bytes;
  let step = 0;
  for (; value >= 1_000 && step < steps.length - 1; step += 1) value /= 1_000;
  return `${step === 0 ? value : value.toFixed(1)} ${steps[step] ?? 'bytes'}`;
}
