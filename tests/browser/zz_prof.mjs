import { fresh_page, open_browser, settled, sign_in, widths } from "./browser.mjs";
const url = "http://127.0.0.1:18090";
const browser = await open_browser(); const page = await fresh_page(browser, widths.desktop, []);
await sign_in(page, url, "dispatcher"); await page.goto(`${url}/desk/queue/all`);
await page.locator(".queue_rows .queue_case a").first().click(); await page.locator(".timeline > li").first().waitFor(); await settled(page);
const cdp = await page.context().newCDPSession(page);
for (let i=0;i<4;i++){ await page.keyboard.press("j"); await settled(page);}
await cdp.send("Profiler.enable"); await cdp.send("Profiler.setSamplingInterval",{interval:200}); await cdp.send("Profiler.start");
for (let i=0;i<6;i++){ await page.keyboard.press("j"); await settled(page);}
const { profile } = await cdp.send("Profiler.stop");
const self = new Map(), byid = new Map(profile.nodes.map(n=>[n.id,n])), dt = profile.timeDeltas; const selft=new Map();
profile.samples.forEach((id,i)=>selft.set(id,(selft.get(id)??0)+dt[i]));
const total=new Map();
const parent=new Map(); for(const n of profile.nodes) for(const c of n.children??[]) parent.set(c,n.id);
for(const [id,t] of selft){ const seen=new Set(); let at=id; const n=byid.get(id); const k=n.callFrame.functionName||"(anon)"; self.set(k,(self.get(k)??0)+t); while(at){ const m=byid.get(at).callFrame; const key=(m.functionName||"(anon)")+" "+m.url.split("/").at(-1)+":"+m.lineNumber; if(!seen.has(key)){seen.add(key); total.set(key,(total.get(key)??0)+t);} at=parent.get(at);} }
const top=(m,n)=>[...m].sort((a,b)=>b[1]-a[1]).slice(0,n).map(([k,v])=>`${(v/6000).toFixed(1)} ${k}`).join("\n");
console.log("SELF per step ms\n"+top(self,25)+"\nTOTAL\n"+top(total,75)); await browser.close();
