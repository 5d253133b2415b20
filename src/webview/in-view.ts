/** Calls back once, when `target` has been wholly in view for `milliseconds`; leaving the view starts anew. */
export function onceInView(target: Element, milliseconds: number, run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    observer.disconnect();
  };
  const observer = new IntersectionObserver(
    (changes) => {
      clearTimeout(timer);
      if (!(changes.at(-1)?.isIntersecting ?? false)) return;
      timer = setTimeout(() => {
        stop();
        run();
      }, milliseconds);
    },
    { threshold: 0.99 },
  );
  observer.observe(target);
  return stop;
}
