/// Conversations whose every fact was worked out by hand, of which the names tell the reason.
let conversations = Script.file("feelings-and-outcomes")
let purchases = Script.file("purchase-and-returns")
