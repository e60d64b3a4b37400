// The form of an assignment: names are added by a click, and all documents of the page are chosen at once.
const people = document.querySelector('textarea[name="people"]');
for (const button of document.querySelectorAll("[data-adds]")) {
  button.addEventListener("click", () => {
    const names = people.value.split("\n").map((name) => name.trim()).filter(Boolean);
    if (!names.includes(button.dataset.adds)) names.push(button.dataset.adds);
    people.value = names.join("\n");
  });
}
for (const all of document.querySelectorAll("[data-all]")) {
  const each = document.querySelectorAll(`input[name="${all.dataset.all}"]`);
  all.addEventListener("change", () => {
    for (const one of each) one.checked = all.checked;
  });
}
