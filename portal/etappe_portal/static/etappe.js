// Everything works without this file; with it, filters answer while one types.
document.documentElement.classList.add("js");
if (matchMedia("(max-width:767px)").matches) document.querySelector(".e-filter-box")?.removeAttribute("open");
// After an error the summary is where reading goes on.
document.querySelector("[data-focus]")?.focus();
// Back from the provider: the page sends itself on, and leaves no entry in the history to come back to.
document.querySelector("form[data-send]")?.submit();
