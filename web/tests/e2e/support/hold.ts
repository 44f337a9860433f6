import type { Page } from '@playwright/test';

declare global {
  interface Window {
    holding: boolean;
    letGo(): void;
    planner: Worker;
  }
}

/** A planner that is busy: what the page tells it arrives when it is let go, in the same order. */
export class Hold {
  private constructor(private readonly page: Page) {}

  /** Before the page is opened. */
  static async prepare(page: Page): Promise<Hold> {
    await page.addInitScript(() => {
      const post = Worker.prototype.postMessage;
      let held: (() => void)[] = [];
      window.holding = sessionStorage.getItem('hold') !== null;
      window.letGo = () => {
        window.holding = false;
        sessionStorage.removeItem('hold');
        for (const send of held) send();
        held = [];
      };
      Worker.prototype.postMessage = function (this: Worker, message: unknown) {
        window.planner = this;
        const send = () => post.call(this, message);
        if (window.holding) held.push(send);
        else send();
      };
    });
    return new Hold(page);
  }

  begin(): Promise<void> {
    return this.page.evaluate(() => {
      window.holding = true;
    });
  }

  /** From the first message on after the next reload. */
  beginWithReload(): Promise<void> {
    return this.page.evaluate(() => sessionStorage.setItem('hold', ''));
  }

  /** As if it had given up on the text. */
  trap(): Promise<void> {
    return this.page.evaluate(() => {
      const data = { kind: 'trapped', during: { doing: 'revise' }, message: 'unreachable' };
      window.planner.dispatchEvent(new MessageEvent('message', { data }));
    });
  }

  end(): Promise<void> {
    return this.page.evaluate(() => window.letGo());
  }
}
