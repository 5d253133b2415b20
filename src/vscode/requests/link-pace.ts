/** A web page can open links in a loop: so many in so much time are followed, and not two at once. */
const most = { inMs: 60_000, links: 5, apartMs: 1_000 } as const;

export class LinkPace {
  private followed: readonly number[] = [];

  /** True when a link that comes at `now` (Unix milliseconds) may be followed; then it counts. */
  follow(now: number): boolean {
    const recent = this.followed.filter((at) => now - at < most.inMs);
    if (recent.length >= most.links || recent.some((at) => now - at < most.apartMs)) return false;
    this.followed = [...recent, now];
    return true;
  }
}
