// Before anything is drawn: light or dark, as chosen in this browser (desk/theme.ts), else as the system says.
(function () {
    var system = matchMedia("(prefers-color-scheme: dark)");
    function show() {
        var chosen = localStorage.getItem("hemu_theme");
        document.documentElement.classList.toggle("dark", chosen ? chosen === "dark" : system.matches);
    }
    show();
    system.addEventListener("change", show);
    addEventListener("storage", show);
    addEventListener("hemu_theme", show);
})();
