/** The style of every report: no font, no image, no request; light and dark, phone and paper. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#fff;--card:#f6f8fa;--line:#d0d7de;--text:#1f2328;--muted:#57606a;--now:#2f81c4;--pale:#9cc3e6;--bad:#b3261e;--ok:#1a7f37;--link:#0a58a8}
@media(prefers-color-scheme:dark){:root{--ground:#0d1117;--card:#161b22;--line:#30363d;--text:#e6edf3;--muted:#9aa4ad;--pale:#2a4f73;--bad:#ff8a80;--ok:#56d364;--link:#79b8ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:66rem;padding:1.5rem 1.25rem 3rem;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
h1,h2,h3,p,figure,dl,dd,ol,ul{margin:0}
h1{font-size:1.75rem;line-height:1.25}
h2{font-size:1.2rem;margin:2.25rem 0 .75rem}
h3{font-size:1.05rem}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--now);outline-offset:2px}
code,kbd{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.kicker,.about,.muted,figcaption,footer{color:var(--muted)}
.kicker{font-size:.85rem;letter-spacing:.06em;text-transform:uppercase}
.about{margin-top:.25rem}
.verdict{margin:1rem 0;padding:.75rem 1rem;border-left:5px solid var(--muted);background:var(--card);font-size:1.2rem}
.verdict.bad{border-color:var(--bad)}.verdict.ok{border-color:var(--ok)}
b.bad,.word.bad{color:var(--bad)}b.ok,.word.ok{color:var(--ok)}
.word{font-size:.85rem;font-weight:600}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));gap:.75rem 1.5rem}
.facts dt,.numbers dt{color:var(--muted);font-size:.85rem}
.facts dd{font-size:1.05rem}
.card{border:1px solid var(--line);border-radius:8px;padding:1rem;margin:0 0 1rem;display:grid;grid-template-columns:minmax(0,1fr) minmax(0,24rem);gap:.75rem 2rem;content-visibility:auto;contain-intrinsic-size:auto 14rem;break-inside:avoid}
.card>div{min-width:0}
.small{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(17rem,100%),1fr));gap:1rem 2rem}
.numbers{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:.5rem 1rem;margin-top:.75rem}
figcaption{font-size:.85rem}
svg{display:block;width:100%;max-width:100%;height:auto}
svg text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
svg .now{fill:var(--now)}svg .before{stroke:var(--text)}svg .label{fill:var(--muted)}svg .axis{stroke:var(--muted)}svg .limit{stroke:var(--bad)}svg .line{stroke:var(--now)}svg .bad,svg .falls{fill:var(--bad)}svg .dash{stroke:var(--text)}
.finding{display:grid;grid-template-columns:7rem minmax(0,1fr);gap:.1rem .75rem;margin:.25rem 0 .75rem}.finding dt{color:var(--muted);font-size:.85rem}
figure+figure,p+figure{margin-top:1rem}.small figure{margin-top:0}.note,section p+p{margin-top:.5rem}.note{font-size:.85rem}
.timed{display:grid;grid-template-columns:4.5rem minmax(0,1fr);gap:.35rem .5rem}.timed svg{width:100%}
.scale,.ticks{display:flex;justify-content:space-between;font-size:.75rem;color:var(--muted);line-height:1}
.scale{flex-direction:column;text-align:right}.scale span:only-child{margin:auto 0}
.marks{position:relative;height:1.25rem}.marks i{position:absolute;top:0;bottom:0;border-left:2px solid var(--text);font:.75rem/1.25rem inherit;font-style:normal;white-space:nowrap}.marks i span{padding:0 .2rem;font-size:.75rem}.marks .late span{position:absolute;right:100%}.marks .bad{border-color:var(--bad);color:var(--bad)}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0;margin:.75rem 0 0 5rem;font-size:.85rem}.key{display:inline-block;width:.75rem;height:.75rem;vertical-align:-.05rem}
svg .o-drift{fill:var(--bad)}svg .o-no-drift{fill:var(--pale)}svg .o-not-enough-data,svg .o-no-traffic{fill:var(--muted)}svg .o-capture-stopped{fill:var(--text)}
.entry{border-left:3px solid var(--line);padding:.1rem 0 .1rem .9rem;margin:0 0 1rem;break-inside:avoid}
.list{padding-left:1.25rem}.list li{margin:.25rem 0}
details{margin-top:.75rem}summary{cursor:pointer;color:var(--link)}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:.9rem;margin-top:.5rem}
th,td{padding:.25rem .9rem .25rem 0;text-align:left;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:normal}
th{color:var(--muted);font-weight:600;white-space:nowrap}
tbody th{color:inherit;font-weight:500;white-space:normal;min-width:8rem;overflow-wrap:anywhere}
.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
tr{break-inside:avoid}
footer{margin-top:2.5rem;border-top:1px solid var(--line);padding-top:.75rem;font-size:.85rem}
@media(max-width:40rem){.card{grid-template-columns:minmax(0,1fr)}body{padding:1rem .9rem 2rem}h1{font-size:1.5rem}}
@media print{:root{color-scheme:light;--ground:#fff;--card:#fff;--line:#aaa;--text:#000;--muted:#444;--bad:#b3261e;--ok:#1a7f37;--link:#000}details::details-content{content-visibility:visible;height:auto}.card{content-visibility:visible}body{max-width:none;padding:0}}
`.trim();
