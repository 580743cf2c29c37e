"""Pure rules of the schedule: local times and instants, calls, status codes, rest."""
