// How the tests start Debian's chromium, and how somebody signs in there.
import { password } from "../caller.mjs";

export const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Call it for every fresh page: keeps the requests that are not yet answered, the event stream aside. */
export function count_requests(page) {
  page.unanswered = new Set();
  page.on("request", (request) => request.resourceType() !== "eventsource" && page.unanswered.add(request));
  for (const end of ["requestfinished", "requestfailed"]) page.on(end, (request) => page.unanswered.delete(request));
}

/** Waits until the page has asked for nothing for half a second. Playwright's own networkidle waits for the stream too. */
export async function settled(page) {
  await page.waitForLoadState("load");
  for (let quiet = 0, turn = 0; quiet < 5; ++turn) {
    if (turn > 600) throw new Error(`the page does not come to rest: ${[...page.unanswered].map((request) => request.url())}`);
    await page.waitForTimeout(100);
    quiet = page.unanswered.size === 0 ? quiet + 1 : 0;
  }
}

export async function sign_in(page, url, login, before = () => {}) {
  await page.goto(`${url}/desk/`);
  await page.locator('input[name="login"]').waitFor();
  await before();
  await page.locator('input[name="login"]').fill(login);
  await page.locator('input[name="password"]').fill(password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/desk\/queue/);
}
