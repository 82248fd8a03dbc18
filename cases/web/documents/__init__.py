"""Documents attached to answers, for both desks that answer: uploading, removing, downloading."""
