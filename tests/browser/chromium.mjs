// How the tests start Debian's chromium, and how somebody signs in there.
import { password } from "../caller.mjs";

export const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export async function sign_in(page, url, login, before = () => {}) {
  await page.goto(`${url}/desk/`);
  await page.locator('input[name="login"]').waitFor();
  await before();
  await page.locator('input[name="login"]').fill(login);
  await page.locator('input[name="password"]').fill(password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/desk\/queue/);
}
