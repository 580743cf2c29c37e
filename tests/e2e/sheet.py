"""The desk's sheet as a test works on it: by what one sees, types and pastes."""

from tests.telling import until


async def open_sheet(made, page):
    await page.goto(f"{made.url}/desk/sheet/{made.day}")
    await page.locator(".pub .primary").wait_for()


def cell(page, name, column="call"):
    """A cell of the grid, in this person's line."""
    return page.locator("tr[data-line]").filter(has_text=name).locator(f'[data-c="{column}"]')


async def type_in(page, name, column, text):
    """As one types into a spreadsheet: over what stands there."""
    await cell(page, name, column).click()
    await page.keyboard.type(text)
    await page.keyboard.press("Enter")


async def general_call(page, text):
    field = page.get_by_label("General crew call")
    await field.fill(text)
    await field.press("Enter")
    await page.get_by_text("saved").wait_for()


async def crew(made, many, title="Camera Hand"):
    """So many more in Camera; their names in the order of the grid."""
    at = f"/api/productions/{made.production}"
    on = (await made.ask("GET", made.day_path))["on_date"]
    names = [f"{title} {n}" for n in range(1, many + 1)]
    position = {"department_id": made.camera, "title": "Camera PA", "starts_on": on, "ends_on": "2030-05-30"}
    for name in names:
        await made.ask("POST", f"{at}/members", {"name": name, "positions": [position]})
    return names


async def paste(page, text):
    """What the clipboard holds, as the browser hands it to the cell that has the focus."""
    await page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData('text/plain', text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


async def calls_of(made, names):
    found = {one["name"]: (one["call"], one["remarks"]) for one in (await made.ask("GET", made.day_path))["crew"]}
    return [found[name] for name in names]


async def stand(made, names, calls):
    """Wait until these people's calls are so, on the server."""

    async def are():
        return [call for call, _ in await calls_of(made, names)] == list(calls)

    await until(are)


async def edges(found):
    """Where it begins on the screen, and where it ends."""
    box = await found.bounding_box()
    return box["y"], box["y"] + box["height"]
